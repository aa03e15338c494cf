variable "environment" {
  type = string
}

variable "cidr" {
  type = string
}

variable "office_cidr" {
  type    = string
  default = "198.51.100.0/24"
}

variable "ami" {
  type = string
}

variable "instance_type" {
  type = string
}

variable "orders_gib" {
  type = number
}
