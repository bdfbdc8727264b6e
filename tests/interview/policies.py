"""A policy to be asked about, in English with Chinese labels; something in it is sensitive."""

FLOOD = """
policy flood "防汛规定" { zone "Asia/Shanghai" applies when region in {north, south} }

enum Region "地区" { north "北区", south "南区", west "西区" }
enum Sign "险象" { boil "管涌", crack "裂缝" }

record Gauge "水尺" {
    code "编号": text key
    depth "水深": integer >= 0
    broken "损坏": judgement by warden
    owner "户主": text sensitive
}

fact region "地区": Region
fact drill "演练": boolean
fact closed "已封路": boolean
fact gauges "水尺": list of Gauge
fact chief "站长水尺": Gauge optional
fact depth "水深": integer >= 0
fact signs "险象": set of Sign
fact closed_at "封路时间": datetime optional
fact phone "电话": text sensitive

actor warden "值守员"
actor police "公安机关"
action call "通知"
action repair "修理" (what "水尺": Gauge)

parameter limit "警戒水深": integer

set limit = 30

define stage "险情": boolean { is depth >= limit or signs has boil }

rule close_road "封闭道路" {
    when stage
    unless drill
    then warden must ensure closed
    note "the road along the dike"
}

rule tell "通知公安" {
    when stage and not drill
    then warden must call fulfilled at closed_at
}

rule mend "修理水尺" {
    for each gauge in gauges
    when gauge.broken
    then warden must repair(gauge)
}

rule ring "电话通知" {
    when phone = "110"
    then police must call
}
"""
